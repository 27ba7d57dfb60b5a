import type { MarkdownIt, StateCore, Token } from "markdown-it";

const marker = /^\[([ xX])\](?=\s)/;

/** `- [x] done`: items of a list with a box before them, as GFM has them. */
export function taskLists(md: MarkdownIt): void {
  md.core.ruler.before("inline", "task_lists", markTasks);
  md.renderer.rules.task_box = (tokens, index) =>
    `<input type="checkbox" disabled${tokens[index]?.meta?.checked === true ? " checked" : ""}>`;
}

function markTasks(state: StateCore): void {
  const lists: Token[] = [];
  const { tokens } = state;
  tokens.forEach((token, index) => {
    if (token.type === "bullet_list_open" || token.type === "ordered_list_open") lists.push(token);
    else if (token.type === "bullet_list_close" || token.type === "ordered_list_close") lists.pop();
    if (token.type !== "inline" || tokens[index - 1]?.type !== "paragraph_open") return;
    const item = tokens[index - 2];
    const found = item?.type === "list_item_open" ? marker.exec(token.content) : null;
    if (!item || !found) return;
    item.attrSet("class", "task-list-item");
    lists.at(-1)?.attrSet("class", "contains-task-list");
    token.content = token.content.slice(found[0].length);
    const box = new state.Token("task_box", "input", 0);
    box.meta = { checked: found[1] !== " " };
    // What is parsed of the content comes behind what is there already.
    token.children = [box];
  });
}
