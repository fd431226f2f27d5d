CREATE TABLE "data_version" (
	"county_id" integer NOT NULL,
	"subject_kind" text NOT NULL,
	"slot" uuid NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "data_version_pk" PRIMARY KEY("county_id","subject_kind","slot")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid,
	"action" text NOT NULL,
	"version" integer,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"fields" text[] DEFAULT '{}' NOT NULL,
	"place" geometry(Geometry,4326),
	"gone" jsonb,
	"count" integer,
	"set_id" uuid,
	CONSTRAINT "event_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "event_consumer" (
	"name" text PRIMARY KEY NOT NULL,
	"next" "xid8" NOT NULL,
	"gaps" "xid8"[] DEFAULT '{}' NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_mark" (
	"at" timestamp with time zone PRIMARY KEY NOT NULL,
	"next" "xid8" NOT NULL,
	"gaps" "xid8"[] DEFAULT '{}' NOT NULL,
	"pruned" timestamp with time zone
);
--> statement-breakpoint
DROP TABLE "outbox" CASCADE;--> statement-breakpoint
CREATE INDEX "event_xid" ON "event" USING btree ("xid");--> statement-breakpoint
CREATE INDEX "event_subject" ON "event" USING btree ("county_id","subject_id");--> statement-breakpoint
ALTER TABLE "county" DROP COLUMN "data_version";--> statement-breakpoint
-- A version is raised in place: its page has room for the next ones.
ALTER TABLE "data_version" SET (fillfactor = 50);
