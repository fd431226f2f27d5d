CREATE TABLE "numbering" (
	"county_id" integer NOT NULL,
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "numbering_pk" PRIMARY KEY("county_id","series","year")
);
