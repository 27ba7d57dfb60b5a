"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

const TryKey = createContext<{ key: string; setKey(key: string): void }>({ key: "", setKey() {} });

/** Holds the reader's key for all forms of the reference. In memory only: a page that is left forgets it. */
export function TryKeyProvider({ children }: { children: ReactNode }) {
  const [key, setKey] = useState("");
  return <TryKey value={{ key, setKey }}>{children}</TryKey>;
}

export function useTryKey() {
  return useContext(TryKey);
}
