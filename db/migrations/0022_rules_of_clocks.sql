ALTER TABLE "clock_rule" ALTER COLUMN "category" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "clock_rule" ALTER COLUMN "category" DROP NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "clock_rule_import_key" ON "clock_rule" USING btree ("county_id","import_key") WHERE "clock_rule"."import_key" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "clock_rule_one" ON "clock_rule" USING btree ("county_id","subject_kind","kind",coalesce(category, ''),coalesce(level_max, 0)) WHERE retired_at is null;