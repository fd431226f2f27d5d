CREATE TABLE "barrier" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"name" text,
	"kind" text,
	"geom" geometry(MultiLineString,4326) NOT NULL,
	CONSTRAINT "barrier_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "building" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"name" text,
	"use" text,
	"address" text,
	"floors" integer,
	"stairs" integer,
	"units" integer,
	"grid_id" uuid,
	"geom" geometry(MultiPolygon,4326) NOT NULL,
	CONSTRAINT "building_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "building_counts" CHECK (coalesce(floors, 1) between 0 and 300 and coalesce(stairs, 1) between 0 and 200 and coalesce(units, 1) between 0 and 20000)
);
--> statement-breakpoint
CREATE TABLE "camera" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"name" text NOT NULL,
	"kind" text,
	"owner" text,
	"legal_basis" text,
	"heading" double precision,
	"field_of_view" double precision,
	"range_m" double precision,
	"installed_on" date,
	"filing_number" text,
	"filed_on" date,
	"sign_posted" boolean,
	"retention_days" integer,
	"grid_id" uuid,
	"geom" geometry(Point,4326) NOT NULL,
	CONSTRAINT "camera_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "camera_view" CHECK (coalesce(heading, 0) between 0 and 360 and coalesce(field_of_view, 60) between 0 and 360 and coalesce(range_m, 30) between 0 and 5000)
);
--> statement-breakpoint
CREATE TABLE "crossing" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"name" text,
	"kind" text,
	"geom" geometry(Point,4326) NOT NULL,
	CONSTRAINT "crossing_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "grid" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text,
	"village_code" text,
	"complaint_phone" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"geom" geometry(MultiPolygon,4326) NOT NULL,
	CONSTRAINT "grid_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "grid_valid_order" CHECK (valid_to is null or valid_to > valid_from)
);
--> statement-breakpoint
CREATE TABLE "grid_membership" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"layer" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"grid_id" uuid,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "grid_membership_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "household" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"head_name" text,
	"phone" text,
	"members" integer,
	"residency" text,
	"building_id" uuid,
	"stair" text,
	"floor" integer,
	"unit" text,
	"grid_id" uuid,
	"place_since" date,
	"geom" geometry(Point,4326) NOT NULL,
	"coarse" geometry(Point,4326) NOT NULL,
	CONSTRAINT "household_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "household_members" CHECK (coalesce(members, 1) between 0 and 99)
);
--> statement-breakpoint
CREATE TABLE "household_place" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"building_id" uuid,
	"stair" text,
	"floor" integer,
	"unit" text,
	"valid_from" date,
	"valid_to" date,
	"geom" geometry(Point,4326) NOT NULL,
	CONSTRAINT "household_place_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "incident" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"number" text,
	"title" text NOT NULL,
	"category" text NOT NULL,
	"level" integer DEFAULT 4 NOT NULL,
	"status" text DEFAULT 'REPORTED' NOT NULL,
	"source" text,
	"description" text,
	"address" text,
	"reporter_name" text,
	"reporter_phone" text,
	"occurred_from" timestamp with time zone NOT NULL,
	"occurred_until" timestamp with time zone NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	"grid_id" uuid,
	"geom" geometry(Point,4326) NOT NULL,
	CONSTRAINT "incident_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "incident_interval" CHECK (occurred_until >= occurred_from),
	CONSTRAINT "incident_level" CHECK (level between 1 and 4)
);
--> statement-breakpoint
CREATE TABLE "parcel" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"name" text,
	"kind" text,
	"geom" geometry(MultiPolygon,4326) NOT NULL,
	CONSTRAINT "parcel_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "street" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"name" text,
	"kind" text,
	"geom" geometry(MultiLineString,4326) NOT NULL,
	CONSTRAINT "street_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "tie" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text NOT NULL,
	"retired_at" timestamp with time zone,
	"import_key" text,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"grid_id" uuid,
	"geom" geometry(MultiLineString,4326) NOT NULL,
	CONSTRAINT "tie_pk" PRIMARY KEY("county_id","id"),
	CONSTRAINT "tie_two_households" CHECK (from_id <> to_id)
);
--> statement-breakpoint
CREATE TABLE "village" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text,
	"geom" geometry(MultiPolygon,4326) NOT NULL,
	CONSTRAINT "village_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "water" (
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
	"search_tokens" text[] DEFAULT '{}' NOT NULL,
	"code" text,
	"name" text,
	"kind" text,
	"geom" geometry(Geometry,4326) NOT NULL,
	CONSTRAINT "water_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "access_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"viewer" text NOT NULL,
	"roles" text[] NOT NULL,
	"purpose" text NOT NULL,
	"outlet" text NOT NULL,
	"county_id" integer NOT NULL,
	"what" jsonb NOT NULL,
	"batch" integer
);
--> statement-breakpoint
CREATE TABLE "access_log_seal" (
	"batch" integer PRIMARY KEY NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"rows" integer NOT NULL,
	"previous" text NOT NULL,
	"digest" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"is_demo" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"scopes" text[] NOT NULL,
	"county_id" integer,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "assignment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"county_id" integer,
	"grid_id" uuid,
	"village_code" text,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "category" (
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"parent" text,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "category_pk" PRIMARY KEY("kind","code")
);
--> statement-breakpoint
CREATE TABLE "county" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_en" text,
	"time_zone" text NOT NULL,
	"origin_lon" double precision NOT NULL,
	"origin_lat" double precision NOT NULL,
	"code_profile" text NOT NULL,
	"grid_code_template" text NOT NULL,
	"data_version" integer DEFAULT 1 NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "role" (
	"name" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_link" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"loopback_only" boolean DEFAULT true NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "history" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"layer" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"action" text NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "history_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"county_id" integer NOT NULL,
	"key" text NOT NULL,
	"actor" text NOT NULL,
	"request" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_pk" PRIMARY KEY("county_id","actor","key")
);
--> statement-breakpoint
CREATE TABLE "import_row" (
	"county_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"key" text NOT NULL,
	"digest" text NOT NULL,
	"values" jsonb NOT NULL,
	"geom" geometry(Geometry,4326),
	"state" text DEFAULT 'staged' NOT NULL,
	"reason" text,
	CONSTRAINT "import_row_pk" PRIMARY KEY("county_id","import_id","row")
);
--> statement-breakpoint
CREATE TABLE "job" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"input" jsonb NOT NULL,
	"cursor" jsonb,
	"result" jsonb,
	"error" text,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"run_at" timestamp with time zone NOT NULL,
	"holder" text,
	"held_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "job_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"layer" text NOT NULL,
	"subject_id" uuid,
	"action" text NOT NULL,
	"version" integer,
	"at" timestamp with time zone NOT NULL,
	"place" geometry(Geometry,4326),
	CONSTRAINT "outbox_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "release" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"first_month" date NOT NULL,
	"last_month" date,
	CONSTRAINT "release_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "release_area" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"partition" text NOT NULL,
	"name" text NOT NULL,
	"households" integer NOT NULL,
	"area_km2" double precision NOT NULL,
	"geom" geometry(MultiPolygon,4326) NOT NULL,
	CONSTRAINT "release_area_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "release_count" (
	"county_id" integer NOT NULL,
	"area_id" uuid NOT NULL,
	"month" date NOT NULL,
	"category" text NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "household" ADD CONSTRAINT "household_building_fk" FOREIGN KEY ("county_id","building_id") REFERENCES "public"."building"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_place" ADD CONSTRAINT "household_place_fk" FOREIGN KEY ("county_id","household_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tie" ADD CONSTRAINT "tie_from_fk" FOREIGN KEY ("county_id","from_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tie" ADD CONSTRAINT "tie_to_fk" FOREIGN KEY ("county_id","to_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_role_role_name_fk" FOREIGN KEY ("role") REFERENCES "public"."role"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_link" ADD CONSTRAINT "sign_in_link_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_area" ADD CONSTRAINT "release_area_fk" FOREIGN KEY ("county_id","release_id") REFERENCES "public"."release"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_count" ADD CONSTRAINT "release_count_fk" FOREIGN KEY ("county_id","area_id") REFERENCES "public"."release_area"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "barrier_import_key" ON "barrier" USING btree ("county_id","import_key") WHERE "barrier"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "barrier_geom" ON "barrier" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "barrier_tokens" ON "barrier" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "building_import_key" ON "building" USING btree ("county_id","import_key") WHERE "building"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "building_geom" ON "building" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "building_tokens" ON "building" USING gin ("search_tokens");--> statement-breakpoint
CREATE INDEX "building_grid" ON "building" USING btree ("county_id","grid_id");--> statement-breakpoint
CREATE UNIQUE INDEX "camera_import_key" ON "camera" USING btree ("county_id","import_key") WHERE "camera"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "camera_geom" ON "camera" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "camera_tokens" ON "camera" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "camera_code" ON "camera" USING btree ("county_id","code") WHERE retired_at is null and code is not null;--> statement-breakpoint
CREATE INDEX "camera_grid" ON "camera" USING btree ("county_id","grid_id");--> statement-breakpoint
CREATE UNIQUE INDEX "crossing_import_key" ON "crossing" USING btree ("county_id","import_key") WHERE "crossing"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "crossing_geom" ON "crossing" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "crossing_tokens" ON "crossing" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "grid_import_key" ON "grid" USING btree ("county_id","import_key") WHERE "grid"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "grid_geom" ON "grid" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "grid_tokens" ON "grid" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "grid_code" ON "grid" USING btree ("county_id","code","valid_from") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "grid_village" ON "grid" USING btree ("county_id","village_code");--> statement-breakpoint
CREATE INDEX "grid_membership_subject" ON "grid_membership" USING btree ("county_id","subject_id","valid_from");--> statement-breakpoint
CREATE UNIQUE INDEX "household_import_key" ON "household" USING btree ("county_id","import_key") WHERE "household"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "household_geom" ON "household" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "household_tokens" ON "household" USING gin ("search_tokens");--> statement-breakpoint
CREATE INDEX "household_coarse" ON "household" USING gist ("coarse");--> statement-breakpoint
CREATE INDEX "household_building" ON "household" USING btree ("county_id","building_id");--> statement-breakpoint
CREATE INDEX "household_grid" ON "household" USING btree ("county_id","grid_id");--> statement-breakpoint
CREATE INDEX "household_place_household" ON "household_place" USING btree ("county_id","household_id");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_import_key" ON "incident" USING btree ("county_id","import_key") WHERE import_key is not null;--> statement-breakpoint
CREATE INDEX "incident_geom_time" ON "incident" USING gist ("geom","occurred_from");--> statement-breakpoint
CREATE INDEX "incident_time" ON "incident" USING btree ("county_id","occurred_from","id");--> statement-breakpoint
CREATE INDEX "incident_grid_time" ON "incident" USING btree ("county_id","grid_id","occurred_from");--> statement-breakpoint
CREATE INDEX "incident_tokens" ON "incident" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "parcel_import_key" ON "parcel" USING btree ("county_id","import_key") WHERE "parcel"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "parcel_geom" ON "parcel" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "parcel_tokens" ON "parcel" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "street_import_key" ON "street" USING btree ("county_id","import_key") WHERE "street"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "street_geom" ON "street" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "street_tokens" ON "street" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "tie_import_key" ON "tie" USING btree ("county_id","import_key") WHERE "tie"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "tie_geom" ON "tie" USING gist ("geom");--> statement-breakpoint
CREATE UNIQUE INDEX "tie_pair" ON "tie" USING btree ("county_id","from_id","to_id","kind") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "tie_to" ON "tie" USING btree ("county_id","to_id");--> statement-breakpoint
CREATE INDEX "tie_grid" ON "tie" USING btree ("county_id","grid_id");--> statement-breakpoint
CREATE UNIQUE INDEX "village_import_key" ON "village" USING btree ("county_id","import_key") WHERE "village"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "village_geom" ON "village" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "village_tokens" ON "village" USING gin ("search_tokens");--> statement-breakpoint
CREATE UNIQUE INDEX "village_code" ON "village" USING btree ("county_id","code") WHERE retired_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "water_import_key" ON "water" USING btree ("county_id","import_key") WHERE "water"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "water_geom" ON "water" USING gist ("geom");--> statement-breakpoint
CREATE INDEX "water_tokens" ON "water" USING gin ("search_tokens");--> statement-breakpoint
CREATE INDEX "access_log_batch" ON "access_log" USING btree ("batch");--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "account_login" ON "account" USING btree ("login");--> statement-breakpoint
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "assignment_account" ON "assignment" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sign_in_attempt_subject" ON "sign_in_attempt" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "history_subject" ON "history" USING btree ("county_id","subject_id","version");--> statement-breakpoint
CREATE INDEX "import_row_key" ON "import_row" USING btree ("county_id","import_id","key");--> statement-breakpoint
CREATE INDEX "job_state" ON "job" USING btree ("state","run_at");--> statement-breakpoint
CREATE INDEX "outbox_at" ON "outbox" USING btree ("at");--> statement-breakpoint
CREATE INDEX "release_area_release" ON "release_area" USING btree ("county_id","release_id");--> statement-breakpoint
CREATE UNIQUE INDEX "release_count_key" ON "release_count" USING btree ("county_id","area_id","month","category");