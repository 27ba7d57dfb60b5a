import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to another page of ours, fetched when it is followed and not before. Each page is made for whoever asks, so
 * little could be fetched ahead of time; and a list of articles would send two requests for every link in sight, each of
 * which counts against the reader's rate limit.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return <NextLink {...props} prefetch={false} />;
}
