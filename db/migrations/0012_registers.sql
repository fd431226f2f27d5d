CREATE TABLE "holiday" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"retired_at" timestamp with time zone,
	"import_key" text,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"name" text,
	"source" text NOT NULL,
	CONSTRAINT "holiday_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "jurisdiction" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"retired_at" timestamp with time zone,
	"import_key" text,
	"organisation_id" uuid NOT NULL,
	"grid_id" uuid,
	"village_id" uuid,
	CONSTRAINT "jurisdiction_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "jurisdiction_one_place" CHECK (num_nonnulls(grid_id, village_id) = 1)
);
--> statement-breakpoint
CREATE TABLE "organisation" (
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
	"code" text,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_id" uuid,
	"phone" text,
	CONSTRAINT "organisation_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "organisation_not_its_own_parent" CHECK (parent_id <> id)
);
--> statement-breakpoint
ALTER TABLE "jurisdiction" ADD CONSTRAINT "jurisdiction_organisation_fk" FOREIGN KEY ("county_id","organisation_id") REFERENCES "public"."organisation"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jurisdiction" ADD CONSTRAINT "jurisdiction_grid_fk" FOREIGN KEY ("county_id","grid_id") REFERENCES "public"."grid"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jurisdiction" ADD CONSTRAINT "jurisdiction_village_fk" FOREIGN KEY ("county_id","village_id") REFERENCES "public"."village"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_parent_fk" FOREIGN KEY ("county_id","parent_id") REFERENCES "public"."organisation"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "holiday_import_key" ON "holiday" USING btree ("county_id","import_key") WHERE import_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "holiday_day" ON "holiday" USING btree ("county_id","day") WHERE retired_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "jurisdiction_import_key" ON "jurisdiction" USING btree ("county_id","import_key") WHERE import_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "jurisdiction_grid" ON "jurisdiction" USING btree ("county_id","grid_id","organisation_id") WHERE retired_at is null and grid_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "jurisdiction_village" ON "jurisdiction" USING btree ("county_id","village_id","organisation_id") WHERE retired_at is null and village_id is not null;--> statement-breakpoint
CREATE INDEX "jurisdiction_organisation" ON "jurisdiction" USING btree ("county_id","organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_import_key" ON "organisation" USING btree ("county_id","import_key") WHERE import_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_code" ON "organisation" USING btree ("county_id","code") WHERE retired_at is null and code is not null;--> statement-breakpoint
CREATE INDEX "organisation_parent" ON "organisation" USING btree ("county_id","parent_id");--> statement-breakpoint
CREATE INDEX "organisation_tokens" ON "organisation" USING gin (search_tokens("search_text"));