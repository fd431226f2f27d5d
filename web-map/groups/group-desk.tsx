import { createPortal } from "react-dom";
import { Dock } from "../shell/dock.js";
import { useShell } from "../shell/shell-context.js";
import { Panel } from "../ui/panel.js";
import { colourOfNumber, GROUP_COLOURS } from "./colours.js";
import { DeskPanel } from "./desk-panel.js";
import { DrawnGroups } from "./drawn-groups.js";
import { PlanTitle } from "./plan-title.js";
import { SectionView } from "./section-view.js";
import { Trouble } from "./trouble.js";
import { type GroupDeskProps, useWholeDesk } from "./use-whole-desk.js";
import { useGroupsWords } from "./words.js";

/**
 * A plan that was formed: its verdict, its worst groups, one group, and the hand that mends them.
 */
export function GroupDesk(props: GroupDeskProps) {
  const { plan, chosen, onClose } = props;
  const t = useGroupsWords();
  const { over } = useShell();
  const desk = useWholeDesk(props);
  return (
    <div className="explore groups" data-sheet="right">
      {over && desk.edits.trouble && createPortal(<Trouble edits={desk.edits} />, over)}
      <DrawnGroups
        plan={plan.id}
        stamp={desk.marks.length > 0 ? `${plan.version}` : null}
        {...desk}
      />
      <Dock side="right">
        <Panel
          title={<PlanTitle plan={plan} />}
          label={plan.name ?? t("title")}
          className="groups-plan"
          onClose={onClose}
        >
          <DeskPanel {...props} desk={desk} />
        </Panel>
      </Dock>
      {desk.section && (
        <section className="groups-strip" aria-label={t("section")}>
          <SectionView
            homes={desk.section}
            chosen={chosen}
            colourOf={(id, number) =>
              GROUP_COLOURS[desk.colours.get(id) ?? -1] ?? colourOfNumber(number)
            }
            onChoose={desk.choose}
          />
        </section>
      )}
    </div>
  );
}
