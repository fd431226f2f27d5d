CREATE TABLE "sign_in_budget" (
	"subject" text PRIMARY KEY NOT NULL,
	"used" double precision NOT NULL,
	"most" integer NOT NULL,
	"seconds" integer NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_place" (
	"digest" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sign_in_attempt" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "sign_in_attempt" CASCADE;--> statement-breakpoint
CREATE INDEX "idempotency_at" ON "idempotency" USING btree ("at");