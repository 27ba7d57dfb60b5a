import { LRUCache } from "lru-cache";
import type { Statement } from "../statement";

/** Shapes of one statement that are kept; the one that was asked for the longest ago is forgotten first. */
const shapesMax = 500;

/** One statement for each shape that it can have, made when that is first asked for. */
export function cachedStatements<Shape, Answer>(
  make: (shape: Shape) => Statement<Answer>,
): (shape: Shape) => Statement<Answer> {
  const known = new LRUCache<string, Statement<Answer>>({ max: shapesMax });
  return (shape) => {
    const key = JSON.stringify(shape);
    let found = known.get(key);
    if (!found) {
      found = make(shape);
      known.set(key, found);
    }
    return found;
  };
}
