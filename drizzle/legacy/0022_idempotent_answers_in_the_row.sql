-- An answer of up to a page's size stays in its row: out of line it would be two or three rows more, each with a place in an
-- index of its own. It is read by its key alone, so nothing has to read past it.
alter table idempotency_keys alter column answer set storage main;
--> statement-breakpoint
alter table idempotency_keys set (toast_tuple_target = 8160);
