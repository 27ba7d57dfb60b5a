-- Who is behind a key is asked before the transaction: nothing enters a tenant by a key's hash any more.
drop function app.enter_by_api_key(text, boolean);
