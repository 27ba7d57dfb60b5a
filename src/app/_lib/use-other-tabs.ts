"use client";

import { useEffect, useRef } from "react";
import { madeForOf, type PageOwner } from "@/server/pages/form-state";

const channelName = "masthead:page-owner";

/** Tells the other tabs of this browser whose page is shown here, and hears the same from them. */
export function useOtherTabs(owner: PageOwner, onNews: (owner: PageOwner) => void): void {
  const listener = useRef(onNews);
  const announced = useRef(owner);
  useEffect(() => {
    listener.current = onNews;
    announced.current = owner;
  });

  const madeFor = madeForOf(owner);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another owner is announced anew.
  useEffect(() => {
    if (typeof BroadcastChannel === "undefined") return;
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isOwner(data)) listener.current(data);
    };
    channel.postMessage(announced.current);
    return () => channel.close();
  }, [madeFor]);
}

function isOwner(value: unknown): value is PageOwner {
  if (typeof value !== "object" || value === null || !("organisation" in value) || !("person" in value))
    return false;
  return [value.organisation, value.person].every(
    (part) =>
      typeof part === "object" &&
      part !== null &&
      "id" in part &&
      typeof part.id === "string" &&
      "name" in part &&
      typeof part.name === "string",
  );
}
