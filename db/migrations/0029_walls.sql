CREATE TABLE "dashboard" (
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
	"template" text NOT NULL,
	"layout" jsonb NOT NULL,
	"shared_with_role" text,
	"shared_with_organisation_id" uuid,
	CONSTRAINT "dashboard_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "hot_area" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"last_seen" timestamp with time zone NOT NULL,
	"incidents" integer NOT NULL,
	"name" text,
	"metres" double precision NOT NULL,
	"q" integer[] NOT NULL,
	"r" integer[] NOT NULL,
	"grids" uuid[] NOT NULL,
	"villages" text[] NOT NULL,
	"strays" integer NOT NULL,
	"shape" geometry(MultiPolygon,4326) NOT NULL,
	"peak_q" double precision NOT NULL,
	CONSTRAINT "hot_area_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "hot_run" (
	"county_id" integer PRIMARY KEY NOT NULL,
	"computed_at" timestamp with time zone NOT NULL,
	"window_end" timestamp with time zone NOT NULL,
	"metres" double precision NOT NULL,
	"data_version" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "areas" text[];--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "dashboard_id" uuid;--> statement-breakpoint
ALTER TABLE "dashboard" ADD CONSTRAINT "dashboard_shared_with_organisation_fk" FOREIGN KEY ("county_id","shared_with_organisation_id") REFERENCES "public"."organisation"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "dashboard_import_key" ON "dashboard" USING btree ("county_id","import_key") WHERE "dashboard"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "dashboard_author" ON "dashboard" USING btree ("county_id","created_by");--> statement-breakpoint
CREATE INDEX "hot_area_seen" ON "hot_area" USING btree ("county_id","last_seen");