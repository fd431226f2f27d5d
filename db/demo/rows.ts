import type { Geometry, MultiLineString, MultiPolygon, Point } from "geojson";

interface Row<G extends Geometry> {
  county_id: number;
  id: string;
  geom: G;
}
export interface CountyRow {
  id: number;
  name: string;
  name_en: string;
  time_zone: string;
  origin_lon: number;
  origin_lat: number;
  code_profile: string;
  grid_code_template: string;
  is_demo: boolean;
}
interface AreaRow extends Row<MultiPolygon> {
  code: string;
  name: string;
  kind: string;
}
export interface TownshipRow extends AreaRow {
  name_en: string;
}
export interface VillageRow extends AreaRow {
  township_code: string;
}
export interface GridRow extends AreaRow {
  village_code: string;
  complaint_phone: string;
  valid_from: string;
  valid_to: string | null;
}
export interface BuildingRow extends Row<MultiPolygon> {
  code: string;
  name: string | null;
  use: string;
  address: string;
  floors: number;
  stairs: number;
  units: number;
  grid_id: string;
}
export interface HouseholdRow extends Row<Point> {
  code: string;
  head_name: string;
  phone: string;
  members: number;
  residency: string;
  building_id: string;
  stair: string;
  floor: number;
  unit: string;
  grid_id: string;
  place_since: string;
}
export interface HouseholdPlaceRow extends Row<Point> {
  household_id: string;
  building_id: string;
  stair: string;
  floor: number;
  unit: string;
  valid_from: string;
  valid_to: string | null;
}
export interface TieRow extends Row<MultiLineString> {
  from_id: string;
  to_id: string;
  kind: string;
  grid_id: string;
}
export interface CameraRow extends Row<Point> {
  code: string;
  name: string;
  kind: string;
  owner: string;
  legal_basis: string;
  heading: number;
  field_of_view: number;
  range_m: number;
  installed_on: string;
  filing_number: string | null;
  filed_on: string | null;
  sign_posted: boolean;
  retention_days: number;
  grid_id: string;
}
export interface IncidentRow extends Row<Point> {
  number: string;
  title: string;
  category: string;
  level: number;
  status: string;
  state_since: string;
  closing: string | null;
  source: string;
  description: string | null;
  address: string;
  reporter_name: string | null;
  reporter_phone: string | null;
  occurred_from: string;
  occurred_until: string;
  reported_at: string;
  grid_id: string;
}
export interface OrganisationRow {
  county_id: number;
  id: string;
  code: string;
  name: string;
  kind: string;
  parent_id: string | null;
  phone: string;
}
export interface JurisdictionRow {
  county_id: number;
  id: string;
  organisation_id: string;
  grid_id: string | null;
  village_id: string | null;
}
export interface HolidayRow {
  county_id: number;
  id: string;
  day: string;
  kind: string;
  source: string;
}
export interface GroundRow<G extends Geometry = Geometry> extends Row<G> {
  code: string;
  name: string | null;
  kind: string;
}

/**
 * Rows of every table of a county, keyed by column names; geometry is GeoJSON in EPSG:4326, snapped
 * to 1e-7 degrees.
 */
export interface DemoCounty {
  county: CountyRow;
  townships: TownshipRow[];
  villages: VillageRow[];
  grids: GridRow[];
  buildings: BuildingRow[];
  households: HouseholdRow[];
  household_place: HouseholdPlaceRow[];
  ties: TieRow[];
  cameras: CameraRow[];
  incidents: IncidentRow[];
  streets: GroundRow<MultiLineString>[];
  waters: GroundRow[];
  parcels: GroundRow<MultiPolygon>[];
  barriers: GroundRow<MultiLineString>[];
  crossings: GroundRow<Point>[];
  organisations: OrganisationRow[];
  jurisdictions: JurisdictionRow[];
  holidays: HolidayRow[];
}
