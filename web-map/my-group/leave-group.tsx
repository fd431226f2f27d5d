import { useState } from "react";
import { useChange } from "../accounts/use-change.js";
import { LeaveMyGroupDocument } from "../gql/graphql.js";
import { sayRefusal } from "./say-refusal.js";
import { SureButton } from "./sure-button.js";
import { useMyWords } from "./words.js";

/** Out of the group in one step, with what was agreed to or without. */
export function LeaveGroup({ onLeft }: { onLeft(): void }) {
  const t = useMyWords();
  const { send, busy, fault } = useChange();
  const [withdraw, setWithdraw] = useState(true);
  const leave = async () => {
    if (await send(LeaveMyGroupDocument, { withdraw })) onLeft();
  };
  return (
    <>
      <p className="muted">{t("leaveText")}</p>
      <p className="my-fault" role="alert">
        {fault && t(sayRefusal(fault))}
      </p>
      <SureButton
        text={t("leave")}
        sure={t("leaveSure")}
        yes={t("leaveYes")}
        busy={busy}
        onYes={() => void leave()}
      >
        <label className="my-check">
          <input
            type="checkbox"
            checked={withdraw}
            onChange={(e) => {
              setWithdraw(e.target.checked);
            }}
          />
          {t("leaveWithdraw")}
        </label>
      </SureButton>
    </>
  );
}
