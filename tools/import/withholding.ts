/**
 * The fields by which systems say that something isn't for everybody, or not yet: of Jekyll, Hugo, Hexo, Eleventy, Gatsby,
 * Astro, Docusaurus, Obsidian, WordPress, Pelican, Nikola and others. Keys as `keyOf` makes them.
 */

const words = (text: string) => text.trim().split(/\s+/);

/** Whoever says anything but no in one of these withholds it. */
export const withheldBy = words(`
  draft drafts isdraft private isprivate unlisted hidden ishidden hide secret protected isprotected confidential internal
  wip workinprogress unpublished unpublish nopublish dontpublish members membersonly memberonly formembers subscribersonly
  subscriberonly premium ispremium paid paidonly ispaid paywall paywalled restricted loginrequired requireslogin requirelogin
  requiresauth authrequired noindex exclude excluded ignore ignored skip disabled deleted isdeleted trashed expired embargoed
  headless placeholder istemplate sitemapexclude excludefromsitemap excludefromcollections eleventyexcludefromcollections
  excludefromfeed password passwd pass passphrase passwordprotected encrypt encrypted`);

/** Whoever says anything but yes in one of these withholds it; a date is when it was published. */
export const shownBy = words(`
  published ispublished publish public ispublic visible isvisible listed islisted live islive enabled active ready show
  showinlist rendered render indexable`);

/** One of the words for "public", or it is withheld. */
export const stateKeys = words(`
  status state poststatus publishstatus publishedstatus publicationstatus workflow stage visibility access accesslevel`);
export const publicWords = new Set(
  words(`
    published publish public live visible everyone everybody anyone all listed online released final finished done complete
    completed true yes on 1`),
);

/** Fields that switch the page off with the value false. */
export const offKeys = words("permalink sitemap");
/** Settings of their own, which withhold with what stands behind the name. */
export const nestedKeys: Record<string, Record<string, "withheld" | "shown">> = {
  sitemap: {
    exclude: "withheld",
    disable: "withheld",
    disabled: "withheld",
    ignore: "withheld",
    noindex: "withheld",
  },
  build: { render: "shown", list: "shown", publish: "shown" },
  robots: { noindex: "withheld", index: "shown" },
  seo: { noindex: "withheld" },
  access: { public: "shown", private: "withheld" },
};

/** When it is, or was, published. The first that says something counts for the date; each may withhold. */
export const dateKeys = words(`
  date publisheddate publishdate datepublished publishedat publishedon publishat publishon pubdate publicationdate published
  publish posted postedon postdate datetime firstpublished issued`);
/** When it was written, which stands in for when it was published where nothing else is said. */
export const creationKeys = words("created createdat createdon datecreated creationdate createddate");
/** Those of them that are about publishing: in the future it isn't yet. */
export const publishDateKeys = words(`
  date publisheddate publishdate datepublished publishedat publishedon publishat publishon pubdate publicationdate postdate
  issued embargo embargountil embargodate embargoeduntil scheduled scheduledat scheduledfor goliveat livedate availablefrom
  visiblefrom releasedate`);
/** When it ends. */
export const expiryKeys = words(`
  expirydate expirationdate expires expiresat expireson expiry expire expireat unpublishdate unpublishedat unpublishat
  unpublishon archivedate archiveat validuntil validthrough availableuntil visibleuntil`);
