/** The name of the element in a page's head that says whose page it is. */
export const ownerMetaName = "masthead-page";
