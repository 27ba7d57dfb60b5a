-- A page of a search has twenty rows as a rule, not the thousand that the planner assumes of any function.
alter function app.search_articles(text, text, uuid, text, timestamptz, integer, integer) rows 20;
