ALTER TABLE "incident" ADD COLUMN "x_m" double precision;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "y_m" double precision;--> statement-breakpoint
CREATE INDEX "incident_unmeasured" ON "incident" USING btree ("county_id","id") WHERE x_m is null;