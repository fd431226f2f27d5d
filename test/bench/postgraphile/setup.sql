-- What PostGraphile is given to answer the same questions with: a set-returning function for the
-- area and the time, and the place as GeoJSON. Both are inlined by the planner.
create function incidents_in(area json, "from" timestamptz, "to" timestamptz)
returns setof incident language sql stable as $$
  select * from incident
  where county_id = 510799 and retired_at is null
    and ST_Intersects(geom, ST_SetSRID(ST_GeomFromGeoJSON(area), 4326))
    and occurred_from >= "from" and occurred_from < "to"
  order by occurred_from desc, id desc
$$;

create function incident_geometry(incident incident) returns json language sql stable as $$
  select ST_AsGeoJSON(incident.geom, 7)::json
$$;
