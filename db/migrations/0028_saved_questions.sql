CREATE TABLE "saved_question" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"retired_at" timestamp with time zone,
	"import_key" text,
	"title" text NOT NULL,
	"question" jsonb NOT NULL,
	"view" jsonb,
	"shared_with_role" text,
	"shared_with_organisation_id" uuid,
	CONSTRAINT "saved_question_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
ALTER TABLE "saved_question" ADD CONSTRAINT "saved_question_shared_with_organisation_fk" FOREIGN KEY ("county_id","shared_with_organisation_id") REFERENCES "public"."organisation"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_question_import_key" ON "saved_question" USING btree ("county_id","import_key") WHERE "saved_question"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "saved_question_author" ON "saved_question" USING btree ("county_id","created_by");