-- A page of a search has twenty rows, not the thousand that are assumed of any function: for those the planner would read
-- all the organisation's articles to join them with what was found.
alter function app.search_articles(text, text, uuid, text, timestamptz, integer, integer) rows 20;
