CREATE TABLE "answerer" (
	"county_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"caller_id" uuid NOT NULL,
	"answerer_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"metres" double precision NOT NULL,
	CONSTRAINT "answerer_pk" PRIMARY KEY("county_id","plan_id","caller_id","answerer_id")
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"household_id" uuid NOT NULL,
	"person_name" text,
	"phone" text,
	"phone_digest" "bytea" NOT NULL,
	"answers" boolean NOT NULL,
	"text_version" text NOT NULL,
	"channel" text NOT NULL,
	"sheet" text,
	"guardian" text,
	"given_by" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"withdrawn_by" text,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_for" text,
	CONSTRAINT "consent_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "group_edit" (
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
	"request" text,
	CONSTRAINT "group_edit_pk" PRIMARY KEY("county_id","plan_id","number")
);
--> statement-breakpoint
CREATE TABLE "group_exception" (
	"county_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"reason" jsonb NOT NULL,
	CONSTRAINT "group_exception_pk" PRIMARY KEY("county_id","plan_id","household_id")
);
--> statement-breakpoint
CREATE TABLE "group_plan" (
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
	"mode" text NOT NULL,
	"villages" text[] NOT NULL,
	"rules" jsonb NOT NULL,
	"fork_of_id" uuid,
	"effective_on" date,
	"ended_on" date,
	"job_id" uuid,
	"figures" jsonb,
	"edits" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "group_plan_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "group_run_part" (
	"county_id" integer NOT NULL,
	"job_id" uuid NOT NULL,
	"key" text NOT NULL,
	"part" jsonb NOT NULL,
	CONSTRAINT "group_run_part_pk" PRIMARY KEY("county_id","job_id","key")
);
--> statement-breakpoint
CREATE TABLE "household_code" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"household_id" uuid NOT NULL,
	"household_home" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "household_code_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
CREATE TABLE "household_group" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	"name" text,
	"village_code" text,
	"grid_id" uuid,
	"centre_household_id" uuid,
	"leader_household_id" uuid,
	"deputy_household_id" uuid,
	"locked" boolean DEFAULT false NOT NULL,
	"opened_by" jsonb,
	"opened_at" timestamp with time zone,
	"figures" jsonb NOT NULL,
	"cell" geometry(MultiPolygon,4326),
	"spokes" geometry(MultiLineString,4326),
	CONSTRAINT "household_group_pk" PRIMARY KEY("county_id","plan_id","id")
);
--> statement-breakpoint
CREATE TABLE "household_group_member" (
	"county_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"metres" double precision,
	"isolated" boolean DEFAULT false NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"reason" jsonb,
	"left_by" jsonb,
	CONSTRAINT "household_group_member_pk" PRIMARY KEY("county_id","id")
);
--> statement-breakpoint
ALTER TABLE "household" ADD COLUMN "responders" integer;--> statement-breakpoint
ALTER TABLE "answerer" ADD CONSTRAINT "answerer_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."group_plan"("county_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answerer" ADD CONSTRAINT "answerer_caller_fk" FOREIGN KEY ("county_id","caller_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answerer" ADD CONSTRAINT "answerer_answerer_fk" FOREIGN KEY ("county_id","answerer_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_household_fk" FOREIGN KEY ("county_id","household_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_edit" ADD CONSTRAINT "group_edit_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."group_plan"("county_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_exception" ADD CONSTRAINT "group_exception_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."group_plan"("county_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_exception" ADD CONSTRAINT "group_exception_household_fk" FOREIGN KEY ("county_id","household_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_plan" ADD CONSTRAINT "group_plan_fork_of_fk" FOREIGN KEY ("county_id","fork_of_id") REFERENCES "public"."group_plan"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_code" ADD CONSTRAINT "household_code_household_fk" FOREIGN KEY ("county_id","household_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_group" ADD CONSTRAINT "household_group_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."group_plan"("county_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_group_member" ADD CONSTRAINT "household_group_member_plan_fk" FOREIGN KEY ("county_id","plan_id") REFERENCES "public"."group_plan"("county_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_group_member" ADD CONSTRAINT "household_group_member_household_fk" FOREIGN KEY ("county_id","household_id") REFERENCES "public"."household"("county_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answerer_answers" ON "answerer" USING btree ("county_id","plan_id","answerer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "consent_holds" ON "consent" USING btree ("county_id","purpose","phone_digest") WHERE "consent"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "consent_household" ON "consent" USING btree ("county_id","household_id");--> statement-breakpoint
CREATE UNIQUE INDEX "group_edit_key" ON "group_edit" USING btree ("county_id","plan_id","actor","key") WHERE key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "group_plan_import_key" ON "group_plan" USING btree ("county_id","import_key") WHERE "group_plan"."import_key" is not null;--> statement-breakpoint
CREATE INDEX "group_plan_tokens" ON "group_plan" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "group_plan_status" ON "group_plan" USING btree ("county_id","status");--> statement-breakpoint
CREATE UNIQUE INDEX "household_code_hash" ON "household_code" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "household_code_household" ON "household_code" USING btree ("county_id","household_id");--> statement-breakpoint
CREATE UNIQUE INDEX "household_group_number" ON "household_group" USING btree ("county_id","plan_id","number");--> statement-breakpoint
CREATE INDEX "household_group_cell" ON "household_group" USING gist ("cell");--> statement-breakpoint
CREATE UNIQUE INDEX "household_group_member_now" ON "household_group_member" USING btree ("county_id","plan_id","household_id") WHERE "household_group_member"."until" is null;--> statement-breakpoint
CREATE INDEX "household_group_member_group" ON "household_group_member" USING btree ("county_id","plan_id","group_id");--> statement-breakpoint
CREATE INDEX "household_group_member_household" ON "household_group_member" USING btree ("county_id","household_id");