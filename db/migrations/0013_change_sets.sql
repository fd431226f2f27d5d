CREATE TABLE "change_set" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"cause" text NOT NULL,
	"reason" text,
	"summary" jsonb,
	CONSTRAINT "change_set_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
-- What was kept of each change becomes a set of its own; what a new row held is in the row.
INSERT INTO "change_set" ("county_id", "id", "at", "actor", "cause", "reason", "summary")
	SELECT "county_id", "id", "at", "actor",
		CASE "action" WHEN 'imported' THEN 'import' ELSE 'graphql' END, "reason",
		CASE "action" WHEN 'imported' THEN "after" END
	FROM "history";--> statement-breakpoint
DELETE FROM "history" WHERE "action" = 'imported';--> statement-breakpoint
UPDATE "history" SET "after" = NULL WHERE "action" = 'created';--> statement-breakpoint
DROP INDEX "history_subject";--> statement-breakpoint
ALTER TABLE "history" DROP CONSTRAINT "history_pk";--> statement-breakpoint
ALTER TABLE "history" RENAME COLUMN "layer" TO "subject_kind";--> statement-breakpoint
ALTER TABLE "history" RENAME COLUMN "id" TO "set_id";--> statement-breakpoint
ALTER TABLE "history" DROP COLUMN "at";--> statement-breakpoint
ALTER TABLE "history" DROP COLUMN "actor";--> statement-breakpoint
ALTER TABLE "history" DROP COLUMN "reason";--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_pk" PRIMARY KEY("county_id","subject_id","version");
