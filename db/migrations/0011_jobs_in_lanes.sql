CREATE TABLE "schedule" (
	"county_id" integer NOT NULL,
	"name" text NOT NULL,
	"rule" text NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	CONSTRAINT "schedule_pk" PRIMARY KEY("county_id","name")
);
--> statement-breakpoint
DROP INDEX "job_state";--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "lane" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "phase" text;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "phases" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "max_attempts" integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "unique_key" text;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "schedule_due" ON "schedule" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "job_due" ON "job" USING btree ("lane","run_at","id") WHERE "job"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "job_held" ON "job" USING btree ("held_until") WHERE "job"."state" = 'running';--> statement-breakpoint
CREATE INDEX "job_ended" ON "job" USING btree ("finished_at") WHERE "job"."finished_at" is not null;--> statement-breakpoint
CREATE INDEX "job_newest" ON "job" USING btree ("county_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "job_unique_key" ON "job" USING btree ("county_id","kind","unique_key") WHERE "job"."unique_key" is not null and "job"."state" in ('waiting', 'running');