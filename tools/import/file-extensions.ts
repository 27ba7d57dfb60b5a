/** What files of Markdown end with. */
export const markdownExtension = /\.(?:md|mdx|markdown|mdown|mdwn|mkd|mkdn|mkdown|mdtxt|mdtext|mdoc)$/i;
