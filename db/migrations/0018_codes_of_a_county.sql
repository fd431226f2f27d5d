-- A county's own codes: each county that is here gets those that all had.
ALTER TABLE "category" RENAME TO "category_of_all";--> statement-breakpoint
ALTER TABLE "category_of_all" RENAME CONSTRAINT "category_pk" TO "category_of_all_pk";--> statement-breakpoint
CREATE TABLE "category" (
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
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"parent" text,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"position" integer,
	CONSTRAINT "category_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
INSERT INTO "category" ("county_id", "id", "created_by", "updated_by", "search_text", "kind", "code", "parent", "name_zh", "name_en", "position")
SELECT c."id", gen_random_uuid(), 'operator', 'operator', lower(concat_ws(chr(10), a."name_zh", a."name_en", a."code")), a."kind", a."code", a."parent", a."name_zh", a."name_en", a."position"
FROM "category_of_all" a CROSS JOIN "county" c;--> statement-breakpoint
DROP TABLE "category_of_all";--> statement-breakpoint
CREATE UNIQUE INDEX "category_import_key" ON "category" USING btree ("county_id","import_key") WHERE import_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "category_code" ON "category" USING btree ("county_id","kind","code") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "category_tokens" ON "category" USING gin (search_tokens("search_text"));
