import { code, field, reference, text } from "../declaration.js";
import { register } from "./register.js";

export const organisations = register({
  name: "organisations",
  singular: "organisation",
  typeName: "Organisation",
  table: "organisation",
  label: { zh: "组织机构", en: "Organisations" },
  description:
    "Organisations that answer for places and matters: offices, stations, committees, property " +
    "companies, police posts.",
  fields: {
    code: field(text(40), "编码", "Code", {
      filtered: true,
      description: "Code of the organisation, as its register writes it",
    }),
    name: field(text(100), "名称", "Name", {
      required: true,
      description: "Name of the organisation",
    }),
    kind: field(code("org-kind"), "类型", "Kind", {
      required: true,
      description: "What kind of organisation it is",
    }),
    parent: field(reference("organisations"), "上级机构", "Parent", {
      description: "The organisation one level up",
    }),
    phone: field(text(40), "电话", "Phone", {
      description: "Phone of the office, not of a person",
    }),
  },
  search: ["name", "code"],
  scope: "county",
  category: "kind",
  exportable: true,
});

export const jurisdictions = register({
  name: "jurisdictions",
  singular: "jurisdiction",
  typeName: "Jurisdiction",
  table: "jurisdiction",
  label: { zh: "管辖范围", en: "Jurisdictions" },
  description: "What an organisation answers for: one grid or one village a row.",
  fields: {
    organisation: field(reference("organisations"), "组织机构", "Organisation", {
      required: true,
      description: "The organisation that answers",
    }),
    grid: field(reference("grids"), "网格", "Grid", {
      description: "The grid it answers for; null where it is a village",
    }),
    village: field(reference("villages"), "村（社区）", "Village", {
      description: "The village it answers for, with all its grids; null where it is a grid",
    }),
  },
  search: [],
  scope: "county",
  through: ["grid", "village"],
  exportable: true,
});
