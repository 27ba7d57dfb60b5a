import { TryKeyProvider } from "../_reference/try-key";

export default function ReferenceLayout({ children }: LayoutProps<"/docs/api">) {
  return <TryKeyProvider>{children}</TryKeyProvider>;
}
