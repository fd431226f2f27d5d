CREATE TABLE "event_log" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid NOT NULL,
	"cluster" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "event_consumer" ADD COLUMN "position" text NOT NULL;