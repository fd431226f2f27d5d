CREATE TABLE "grid_lineage" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"on" date NOT NULL,
	"from_id" uuid,
	"to_id" uuid,
	"kind" text NOT NULL,
	CONSTRAINT "grid_lineage_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "grid_plan" (
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
	"name" text NOT NULL,
	"status" text NOT NULL,
	"state_since" timestamp with time zone NOT NULL,
	"effective_on" date,
	"base_on" date NOT NULL,
	"fork_of_id" uuid,
	"edits" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "grid_plan_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "plan_comment" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"grid_id" uuid,
	"geom" geometry(Point,4326),
	"text" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"resolved_by" text,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "plan_comment_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "plan_edit" (
	"county_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"of" integer,
	"version" integer NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"note" text,
	"operations" jsonb,
	"change" jsonb NOT NULL,
	"key" text,
	CONSTRAINT "plan_edit_pk" PRIMARY KEY("county_id","plan_id","number")
);
--> statement-breakpoint
CREATE TABLE "plan_grid" (
	"county_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"grid_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text,
	"village_code" text,
	"complaint_phone" text,
	"locked" boolean DEFAULT false NOT NULL,
	"geom" geometry(MultiPolygon,4326) NOT NULL,
	CONSTRAINT "plan_grid_pk" PRIMARY KEY("county_id","plan_id","grid_id")
);
--> statement-breakpoint
CREATE TABLE "plan_village" (
	"county_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"village_code" text NOT NULL,
	CONSTRAINT "plan_village_pk" PRIMARY KEY("county_id","plan_id","village_code")
);
--> statement-breakpoint
ALTER TABLE "grid" ADD COLUMN "earlier_of_id" uuid;--> statement-breakpoint
ALTER TABLE "grid_lineage" ADD CONSTRAINT "grid_lineage_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."grid_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_lineage" ADD CONSTRAINT "grid_lineage_from_fk" FOREIGN KEY ("county_id","from_id") REFERENCES "public"."grid"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_lineage" ADD CONSTRAINT "grid_lineage_to_fk" FOREIGN KEY ("county_id","to_id") REFERENCES "public"."grid"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_plan" ADD CONSTRAINT "grid_plan_fork_of_fk" FOREIGN KEY ("county_id","fork_of_id") REFERENCES "public"."grid_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_comment" ADD CONSTRAINT "plan_comment_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."grid_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_edit" ADD CONSTRAINT "plan_edit_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."grid_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_grid" ADD CONSTRAINT "plan_grid_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."grid_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_village" ADD CONSTRAINT "plan_village_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."grid_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grid_lineage_from" ON "grid_lineage" USING btree ("county_id","from_id");--> statement-breakpoint
CREATE INDEX "grid_lineage_to" ON "grid_lineage" USING btree ("county_id","to_id");--> statement-breakpoint
CREATE UNIQUE INDEX "grid_plan_import_key" ON "grid_plan" USING btree ("county_id","import_key") WHERE "grid_plan"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "grid_plan_tokens" ON "grid_plan" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "grid_plan_status" ON "grid_plan" USING btree ("county_id","status");--> statement-breakpoint
CREATE INDEX "plan_comment_plan" ON "plan_comment" USING btree ("county_id","plan_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "plan_edit_key" ON "plan_edit" USING btree ("county_id","plan_id","actor","key") WHERE key is not null;--> statement-breakpoint
CREATE INDEX "plan_grid_geom" ON "plan_grid" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "plan_village_code" ON "plan_village" USING btree ("county_id","village_code");--> statement-breakpoint
ALTER TABLE "grid" ADD CONSTRAINT "grid_earlier_of_fk" FOREIGN KEY ("county_id","earlier_of_id") REFERENCES "public"."grid"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grid_earlier_of" ON "grid" USING btree ("county_id","earlier_of_id");