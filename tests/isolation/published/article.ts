import { archiveArticle, publishArticle, unpublishArticle } from "@/server/articles/status";
import { createArticle, deleteArticle, saveAndPublishArticle, updateArticle } from "@/server/articles/write";
import type { TenantContext } from "@/server/auth/tenant-context";
import { AppError } from "@/server/platform/errors";

let serial = 0;
/** A text that no other state of any article has. */
const newText = () => `text ${++serial}`;

interface State {
  status: "draft" | "published" | "archived" | "deleted";
  text: string;
}

const changes: Record<string, (context: TenantContext, id: string, state: State) => Promise<State>> = {
  publish: (context, id, state) =>
    publishArticle(context, id).then(() => ({ ...state, status: "published" })),
  unpublish: (context, id, state) =>
    unpublishArticle(context, id).then(() => ({ ...state, status: "draft" })),
  archive: (context, id, state) => archiveArticle(context, id).then(() => ({ ...state, status: "archived" })),
  change: (context, id, state) => {
    const text = newText();
    return updateArticle(context, id, { content: text }).then(() => ({ ...state, text }));
  },
  "change and publish": (context, id) => {
    const text = newText();
    return saveAndPublishArticle(context, id, { content: text }).then(() => ({ status: "published", text }));
  },
  delete: (context, id, state) => deleteArticle(context, id).then(() => ({ ...state, status: "deleted" })),
};
export const changeNames = Object.keys(changes);

export type Audience = "staff" | "public";
type View = Record<Audience, string | null>;

const nothing: View = { staff: null, public: null };

/** An article with one writer, and what of it was to be seen after each change. */
export class WatchedArticle {
  /** What each audience saw, nothing before it was made; what the last one is comes out when its change is done. */
  readonly views: View[];
  /** Of the views, the last that is committed, and the last that every cache knows of. */
  committed = 1;
  known = 0;
  #state: State;
  #pending: Promise<void> = Promise.resolve();

  private constructor(
    readonly id: string,
    readonly slug: string,
    state: State,
  ) {
    this.#state = state;
    this.views = [nothing, viewOf(state)];
  }

  static async create(context: TenantContext, status: "draft" | "published"): Promise<WatchedArticle> {
    const text = newText();
    // No other article ever has its slug.
    const slug = text.replace(" ", "-");
    const { id } = await createArticle(context, { title: "Watched", content: text, status, slug });
    return new WatchedArticle(id, slug, { status, text });
  }

  get isGone(): boolean {
    return this.#state.status === "deleted";
  }

  /** Makes a change and says whether it did. One that is refused, such as publishing twice, changes and tells nothing. */
  async change(context: TenantContext, name: string): Promise<boolean> {
    const index = this.views.push(nothing) - 1;
    let isDone = false;
    const apply = async () => {
      try {
        this.#state = (await changes[name]?.(context, this.id, this.#state)) ?? this.#state;
        isDone = true;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
      this.views[index] = viewOf(this.#state);
      this.committed = index;
    };
    this.#pending = apply();
    await this.#pending;
    return isDone;
  }

  /** What was seen at any time from a view on until now; answers once it is known what a change under way did. */
  async seenSince(index: number, audience: Audience): Promise<(string | null)[]> {
    const end = this.views.length;
    await this.#pending;
    return this.views.slice(index, end).map((view) => view[audience]);
  }
}

function viewOf({ status, text }: State): View {
  if (status === "deleted") return nothing;
  return { staff: staffView({ status, content: text }), public: status === "published" ? text : null };
}

/** What staff see of an article that they read. */
export function staffView(article: { status: string; content: string } | undefined): string | null {
  return article ? `${article.status}: ${article.content}` : null;
}
