CREATE TABLE "step" (
	"county_id" integer NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"version" integer NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reason" text,
	"form" jsonb,
	CONSTRAINT "step_pk" PRIMARY KEY("county_id","subject_kind","subject_id","number")
);
--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "state_since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "closing" text;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "rework" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "reopened" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "pushed_back" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "duplicate_of_id" uuid;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "organisation_id" uuid;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "outside_reference" text;--> statement-breakpoint
CREATE INDEX "incident_duplicate_of" ON "incident" USING btree ("county_id","duplicate_of_id") WHERE duplicate_of_id is not null;--> statement-breakpoint
-- States that come with the desk: until then what was settled on the spot is closed, what waits or
-- went up is in progress.
UPDATE "incident" SET "status" = CASE "status" WHEN 'SELF_HANDLED' THEN 'CLOSED' ELSE 'IN_PROGRESS' END
  WHERE "status" IN ('SELF_HANDLED', 'SUSPENDED', 'ESCALATED');--> statement-breakpoint
DELETE FROM "category"
  WHERE "kind" = 'incident-status' AND "code" IN ('SELF_HANDLED', 'SUSPENDED', 'ESCALATED');--> statement-breakpoint
UPDATE "incident" SET "state_since" = "updated_at";--> statement-breakpoint
-- Incidents of before there were steps came as they are.
INSERT INTO "step" ("county_id", "subject_kind", "subject_id", "number", "version", "to_state",
    "action", "actor", "at")
  SELECT "county_id", 'incidents', "id", 1, "version", "status", 'imported', "updated_by", "updated_at"
  FROM "incident";
