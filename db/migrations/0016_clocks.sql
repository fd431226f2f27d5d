CREATE TABLE "clock" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"amount" integer NOT NULL,
	"unit" text NOT NULL,
	"pauses" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"warn_share" double precision,
	"warn_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"advise_by" date,
	"warned_at" timestamp with time zone,
	"overdue_at" timestamp with time zone,
	"late_ms" integer,
	"next_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"rule" text NOT NULL,
	"source" text NOT NULL,
	"law" boolean NOT NULL,
	"on_overdue" text,
	CONSTRAINT "clock_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "clock_rule" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"retired_at" timestamp with time zone,
	"import_key" text,
	"subject_kind" text NOT NULL,
	"kind" text NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"level_max" integer,
	"amount" integer NOT NULL,
	"unit" text NOT NULL,
	"warn_share" double precision,
	"source" text NOT NULL,
	CONSTRAINT "clock_rule_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "clock_open" ON "clock" USING btree ("county_id","subject_kind","subject_id","kind") WHERE "clock"."state" in ('running', 'paused');--> statement-breakpoint
CREATE INDEX "clock_subject" ON "clock" USING btree ("county_id","subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "clock_next" ON "clock" USING btree ("next_at") WHERE "clock"."next_at" is not null;