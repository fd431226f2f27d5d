-- What a killed import left staged is staged again by the next.
DELETE FROM "import_row";--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "subject_id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "field" text;--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "import_row" DROP COLUMN "digest";