import { area, field, reference, text } from "../declaration.js";
import { register } from "./register.js";

export const savedAreas = register({
  name: "savedAreas",
  singular: "savedArea",
  typeName: "SavedArea",
  table: "saved_area",
  label: { zh: "已存范围", en: "Saved areas" },
  description:
    "Areas that somebody drew or chose and keeps under a name. They are their author's own until " +
    "they are shared with a role or an organisation; only their author changes them.",
  fields: {
    name: field(text(60), "名称", "Name", {
      required: true,
      filtered: true,
      description: "What it is called",
    }),
    area: field(area, "范围", "Area", {
      required: true,
      description: "Where it is",
    }),
    sharedWithRole: field(text(20), "共享给角色", "Shared with role", {
      description: "Everybody who holds this role in the county sees it, written like analyst",
    }),
    sharedWithOrganisation: field(
      reference("organisations"),
      "共享给机构",
      "Shared with organisation",
      { description: "Everybody who holds a role for this organisation sees it" },
    ),
  },
  search: [],
  scope: "county",
  sharedBy: { role: "shared_with_role", organisation: "shared_with_organisation_id" },
  exportable: false,
});
