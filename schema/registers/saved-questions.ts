import { field, json, reference, text } from "../declaration.js";
import { register } from "./register.js";

export const savedQuestions = register({
  name: "savedQuestions",
  singular: "savedQuestion",
  typeName: "SavedQuestion",
  table: "saved_question",
  label: { zh: "已存问题", en: "Saved questions" },
  description:
    "Questions of statistics that somebody keeps under a name, to be asked anew of the data of the " +
    "day. They are their author's own until they are shared with a role or an organisation; only " +
    "their author changes them. Whoever asks one is answered as far as they see.",
  fields: {
    title: field(text(100), "标题", "Title", {
      required: true,
      filtered: true,
      description: "What is asked, in a few words",
    }),
    question: field(json, "问题", "Question", {
      required: true,
      description: "The arguments of incidentStats, by their names, at most 500,000 characters",
    }),
    view: field(json, "视图", "View", {
      description: "How a page shows it: of whatever form that page gave it",
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
