-- Pairs of neighbouring characters; of each name's last one with the line feed behind it, or alone at
-- the end, so that every character begins a token. A space parts them: geo/search.ts leaves none in
-- a text. Built-in functions alone, which the planner puts in the place of the call.
CREATE FUNCTION search_tokens(search_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(array_remove(
  string_to_array(regexp_replace(search_text, '(..)', E'\\1 ', 'g'), ' ') ||
  string_to_array(regexp_replace(substr(search_text, 2), '(..)', E'\\1 ', 'g'), ' '),
  ''));--> statement-breakpoint
DROP INDEX "barrier_tokens";--> statement-breakpoint
DROP INDEX "building_tokens";--> statement-breakpoint
DROP INDEX "camera_tokens";--> statement-breakpoint
DROP INDEX "crossing_tokens";--> statement-breakpoint
DROP INDEX "grid_tokens";--> statement-breakpoint
DROP INDEX "household_tokens";--> statement-breakpoint
DROP INDEX "incident_time";--> statement-breakpoint
DROP INDEX "incident_grid_time";--> statement-breakpoint
DROP INDEX "incident_tokens";--> statement-breakpoint
DROP INDEX "parcel_tokens";--> statement-breakpoint
DROP INDEX "street_tokens";--> statement-breakpoint
DROP INDEX "village_tokens";--> statement-breakpoint
DROP INDEX "water_tokens";--> statement-breakpoint
CREATE INDEX "incident_category_time" ON "incident" USING btree ("county_id","category","occurred_from") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "incident_retired" ON "incident" USING btree ("county_id","occurred_from","id") WHERE retired_at is not null;--> statement-breakpoint
CREATE INDEX "barrier_tokens" ON "barrier" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "building_tokens" ON "building" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "camera_tokens" ON "camera" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "crossing_tokens" ON "crossing" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "grid_tokens" ON "grid" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "household_tokens" ON "household" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "incident_time" ON "incident" USING btree ("county_id","occurred_from","id") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "incident_grid_time" ON "incident" USING btree ("county_id","grid_id","occurred_from") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "incident_tokens" ON "incident" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "parcel_tokens" ON "parcel" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "street_tokens" ON "street" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "village_tokens" ON "village" USING gin (search_tokens("search_text"));--> statement-breakpoint
CREATE INDEX "water_tokens" ON "water" USING gin (search_tokens("search_text"));--> statement-breakpoint
ALTER TABLE "barrier" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "building" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "camera" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "crossing" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "grid" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "household" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "incident" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "parcel" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "street" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "village" DROP COLUMN "search_tokens";--> statement-breakpoint
ALTER TABLE "water" DROP COLUMN "search_tokens";