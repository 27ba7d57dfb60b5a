// Written by `npm run generate` from src/app/(dashboard). A test compares it with what is on disk.

/** What lies under these paths is for people who are signed in. */
export const protectedPages = ["/articles", "/comments", "/dashboard", "/organisations", "/settings"];
