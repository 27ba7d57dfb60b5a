import { host } from "@/server/http/host";

/** The built program with the API served by Next as well, as a serverless host has it. */
await host({ port: Number(process.env.PORT) }, {});
