/** Each role with what it may do, for selects. */
export const roleOptions = [
  { value: "viewer", label: "Viewer: reads everything" },
  { value: "author", label: "Author: writes own articles" },
  { value: "editor", label: "Editor: changes all articles" },
  { value: "admin", label: "Admin: everything" },
] as const;

/** The roles alone, where there is little room. */
export const shortRoleOptions = [
  { value: "viewer", label: "Viewer" },
  { value: "author", label: "Author" },
  { value: "editor", label: "Editor" },
  { value: "admin", label: "Admin" },
] as const;
