import { z } from "zod";

/** A node of a plan that was run, as EXPLAIN (ANALYZE, FORMAT JSON) writes it. */
export interface PlanNode {
  "Node Type": string;
  "Plan Rows": number;
  /** Per loop, as the estimate is. */
  "Actual Rows": number;
  "Actual Loops": number;
  "Relation Name"?: string | undefined;
  "Index Name"?: string | undefined;
  "Join Type"?: string | undefined;
  "Inner Unique"?: boolean | undefined;
  "Parent Relationship"?: string | undefined;
  "Rows Removed by Filter"?: number | undefined;
  "Rows Removed by Index Recheck"?: number | undefined;
  Plans?: PlanNode[] | undefined;
}

const node: z.ZodType<PlanNode> = z.object({
  "Node Type": z.string(),
  "Plan Rows": z.number(),
  "Actual Rows": z.number(),
  "Actual Loops": z.number(),
  "Relation Name": z.string().optional(),
  "Index Name": z.string().optional(),
  "Join Type": z.string().optional(),
  "Inner Unique": z.boolean().optional(),
  "Parent Relationship": z.string().optional(),
  "Rows Removed by Filter": z.number().optional(),
  "Rows Removed by Index Recheck": z.number().optional(),
  get Plans() {
    return z.array(node).optional();
  },
});
export const planSchema = z.object({ "Query Text": z.string(), Plan: node });
export type Plan = z.output<typeof planSchema>;

export interface Bounds {
  /** Tables that must be read by index. */
  large: Set<string>;
  /** Rows that all scans of one statement may read together, found or not. */
  rowsMax: number;
}

/** An estimate may be wrong by this factor. */
const factorMax = 10;

/** Of fewer rows than this nothing depends on the estimate: any way to them is fast. */
const fewRows = 50;

/**
 * What is wrong with a plan: large tables read whole; more rows read than an answer of this kind may cost; estimates
 * that are wrong by more than ten times where a node ran to its end. Below a LIMIT that was reached, and on the inner
 * side of a join that looks for one match only, nodes stop early, and what they would have found is not known.
 */
export function faultsOf({ Plan: root }: Plan, { large, rowsMax }: Bounds): string[] {
  const faults: string[] = [];
  let read = 0;
  const visit = (one: PlanNode, stopped: boolean, parent?: PlanNode) => {
    if (one["Actual Loops"] === 0) return;
    const name = [one["Node Type"], one["Relation Name"], one["Index Name"]].filter(Boolean).join(" ");
    if (one["Node Type"] === "Seq Scan" && large.has(one["Relation Name"] ?? "")) faults.push(name);
    if (one["Relation Name"]) read += readBy(one);
    const cut = stopped || (parent !== undefined && stopsEarly(parent, one));
    const [estimated, actual] = [one["Plan Rows"], one["Actual Rows"]].map((rows) => Math.max(rows, fewRows));
    // What a function in FROM answers is estimated by a constant of its declaration.
    // Nothing is planned on how many groups come out at the very top.
    const isTopGroup = one === root && one["Node Type"] === "Aggregate";
    const isJudged = !cut && !isTopGroup && one["Node Type"] !== "Function Scan";
    if (isJudged && estimated && actual && Math.max(estimated / actual, actual / estimated) > factorMax) {
      faults.push(`${name}: ${one["Plan Rows"]} rows estimated, ${one["Actual Rows"]} found`);
    }
    for (const child of one.Plans ?? []) visit(child, cut && !isBlocking(one), one);
  };
  visit(root, false);
  if (read > rowsMax) faults.push(`${Math.round(read)} rows read, ${rowsMax} allowed`);
  return faults;
}

function readBy(scan: PlanNode): number {
  const removed = (scan["Rows Removed by Filter"] ?? 0) + (scan["Rows Removed by Index Recheck"] ?? 0);
  return (scan["Actual Rows"] + removed) * scan["Actual Loops"];
}

/** Whether `parent` may have stopped its child before the end. */
function stopsEarly(parent: PlanNode, child: PlanNode): boolean {
  const type = parent["Node Type"];
  if (type === "Limit")
    return parent["Actual Rows"] >= parent["Plan Rows"] && child["Actual Rows"] >= parent["Actual Rows"];
  if (type === "Merge Join") return true;
  const isInner = child["Parent Relationship"] === "Inner";
  if (type === "Nested Loop" && isInner) {
    return parent["Inner Unique"] === true || ["Semi", "Anti"].includes(parent["Join Type"] ?? "");
  }
  // EXISTS and other sub-selects of an expression stop at the first row.
  return child["Parent Relationship"] === "SubPlan";
}

/** Nodes that read their input to the end before they give anything. */
function isBlocking({ "Node Type": type }: PlanNode): boolean {
  return ["Sort", "Aggregate", "Hash", "Bitmap Heap Scan"].includes(type);
}
