CREATE TABLE "device" (
	"id" uuid PRIMARY KEY NOT NULL,
	"county_id" integer NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	"household_id" uuid,
	"household_home" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"revoked_by" text
);
--> statement-breakpoint
ALTER TABLE "assignment" ADD COLUMN "organisation_id" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "device_token" ON "device" USING btree ("token_hash");--> statement-breakpoint
INSERT INTO role (name, name_zh, name_en) VALUES
  ('station', '网格化服务管理站', 'Service station'),
  ('undertaker', '承办单位', 'Undertaking organisation');
