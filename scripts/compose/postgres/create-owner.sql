-- Run once by the Postgres container of docker-compose.yml, when its database is new. The role that migrates is no
-- superuser here either, because a superuser would pass by row security and hide a policy that is wrong.
create role masthead_owner login createrole nosuperuser nobypassrls password 'masthead-owner';
alter database masthead owner to masthead_owner;
