/** How fast the sizes fall from one organisation to the next: few large ones, and a long tail that still has something. */
const exponent = 0.5;

/**
 * How many articles each organisation gets, largest first: the first holds a tenth, the rest follow Zipf's law with
 * exponent ½. Among a dozen or fewer the law itself gives the first more than a tenth, which then stands. The numbers add
 * up to `articles`, and nobody has none as long as there is one for each.
 */
export function sizesOf(tenants: number, articles: number): number[] {
  const rest = Array.from({ length: tenants - 1 }, (_, index) => (index + 1) ** -exponent);
  const sum = rest.reduce((total, weight) => total + weight, 0);
  const tenth = sum / 9;
  const weights =
    tenth >= 1 ? [tenth, ...rest] : Array.from({ length: tenants }, (_, i) => (i + 1) ** -exponent);
  return shareOut(weights, articles);
}

/** Whole numbers in the proportion of `weights`, which fall, that add up to `total`. */
function shareOut(weights: number[], total: number): number[] {
  const least = total >= weights.length ? 1 : 0;
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const spare = total - least * weights.length;
  const shares = weights.map((weight) => least + Math.floor((spare * weight) / sum));
  const missing = total - shares.reduce((all, share) => all + share, 0);
  return shares.map((share, index) => share + (index < missing ? 1 : 0));
}
