CREATE TABLE "township" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"retired_at" timestamp with time zone,
	"import_key" text,
	"search_text" text DEFAULT '' NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text,
	"kind" text,
	"geom" geometry(MultiPolygon,4326) NOT NULL,
	CONSTRAINT "township_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
ALTER TABLE "village" ADD COLUMN "township_code" text;--> statement-breakpoint
CREATE UNIQUE INDEX "township_import_key" ON "township" USING btree ("county_id","import_key") WHERE "township"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "township_geom" ON "township" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "township_tokens" ON "township" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE UNIQUE INDEX "township_code" ON "township" USING btree ("county_id","code") WHERE retired_at is null;--> statement-breakpoint
-- The first nine digits of a village's code are its township's, where codes follow the standard.
UPDATE "village" SET "township_code" = left("code", 9) FROM "county"
WHERE "county"."id" = "village"."county_id" AND "county"."code_profile" = 'cn' AND "village"."code" ~ '^[0-9]{12}$';
