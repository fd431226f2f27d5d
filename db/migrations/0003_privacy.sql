ALTER TABLE "access_log" ALTER COLUMN "county_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "counties" integer[];--> statement-breakpoint
ALTER TABLE "county" ADD COLUMN "released_until" date;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "gone" jsonb;--> statement-breakpoint
ALTER TABLE "release" ADD COLUMN "every" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "release_count" ADD COLUMN "months" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
UPDATE "county" c SET "released_until" = (SELECT max(r.last_month) FROM "release" r WHERE r.county_id = c.id);--> statement-breakpoint
UPDATE "release" r SET "first_month" = coalesce((SELECT min(n.month) FROM "release_count" n JOIN "release_area" a ON a.county_id = n.county_id AND a.id = n.area_id WHERE a.county_id = r.county_id AND a.release_id = r.id), r.first_month);
