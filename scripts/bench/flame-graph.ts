import type { Profile } from "./self-times";

interface Frame {
  name: string;
  owner: string;
  us: number;
  children: Map<string, Frame>;
}

const width = 1_200;
const rowHeight = 17;
/** Frames that would be narrower than so many pixels are left out. */
const narrowest = 2;

/**
 * A flame graph as SVG, the callers on top: the width of a frame is its share of the busy time, its colour says whose code
 * it is, and its title tells the figures.
 */
export function flameGraph(
  profile: Profile,
  title: string,
  ownerOf: (functionName: string, url: string) => string,
): string {
  const root = treeOf(profile, ownerOf);
  const rows: string[] = [];
  let deepest = 0;
  const draw = (frame: Frame, x: number, depth: number): void => {
    const w = (frame.us / root.us) * width;
    if (w < narrowest) return;
    deepest = Math.max(deepest, depth);
    const y = depth * rowHeight;
    const percent = ((100 * frame.us) / root.us).toFixed(1);
    const shown = w > 30 ? escapeMarkup(frame.name.slice(0, Math.floor(w / 6.2))) : "";
    rows.push(
      `<g><title>${escapeMarkup(frame.name)} (${escapeMarkup(frame.owner)}): ${percent} %</title>` +
        `<rect x="${x.toFixed(1)}" y="${y}" width="${w.toFixed(1)}" height="${rowHeight - 1}" fill="${colorOf(frame.owner)}"/>` +
        `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${shown}</text></g>`,
    );
    let left = x;
    for (const child of [...frame.children.values()].sort((a, b) => b.us - a.us)) {
      draw(child, left, depth + 1);
      left += (child.us / root.us) * width;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 1) * rowHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeMarkup(title)}</title>`,
    '<style>text{font:11px ui-monospace,monospace;fill:#1b1b1b}rect{stroke:#fff;stroke-width:.5}</style><rect width="100%" height="100%" fill="#fff"/>',
    ...rows,
    "</svg>\n",
  ].join("\n");
}

/** The calls of one function by another as one frame, with the time of all below it. Waiting is left out. */
function treeOf(
  { nodes, samples, timeDeltas }: Profile,
  ownerOf: (name: string, url: string) => string,
): Frame {
  const own = new Map<number, number>();
  for (const [index, id] of samples.entries()) own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const merge = (id: number, into: Frame): number => {
    const node = byId.get(id);
    if (!node || node.callFrame.functionName === "(idle)") return 0;
    const { functionName, url } = node.callFrame;
    const name = functionName || "(anonymous)";
    const key = `${name} ${url}`;
    const frame: Frame = into.children.get(key) ?? {
      name,
      owner: ownerOf(functionName, url),
      us: 0,
      children: new Map(),
    };
    into.children.set(key, frame);
    const us = (node.children ?? []).reduce((sum, child) => sum + merge(child, frame), own.get(id) ?? 0);
    frame.us += us;
    return us;
  };
  const all: Frame = { name: "all", owner: "", us: 0, children: new Map() };
  const [root] = nodes;
  for (const child of root?.children ?? []) all.us += merge(child, all);
  return all;
}

function colorOf(owner: string): string {
  if (owner.startsWith("src/")) return "#f4a259";
  if (owner.startsWith("native")) return "#d9d9d9";
  if (owner.startsWith("node:")) return "#a8d5a2";
  if (owner.startsWith("(")) return "#e6b8d8";
  return owner === "" ? "#ffffff" : "#8ab6e8";
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
