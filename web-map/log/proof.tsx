import { useState } from "react";
import { AccessLogProofDocument, type AccessLogProofQuery } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { useLogWords } from "./words.js";

/** Has the chain worked out anew, and says since when it is unbroken, or where it breaks. */
export function Proof() {
  const t = useLogWords();
  const { client } = useSession().connection;
  const [busy, setBusy] = useState(false);
  const [proof, setProof] = useState<AccessLogProofQuery["accessLogProof"]>();
  const [fault, setFault] = useState<Fault>();
  const verify = async () => {
    setBusy(true);
    const asked = await ask(client, AccessLogProofDocument, {});
    setBusy(false);
    setProof(asked.data?.accessLogProof);
    setFault(asked.fault);
  };
  return (
    <div className="log-proof">
      <button type="button" className="button" disabled={busy} onClick={() => void verify()}>
        {busy ? t("verifying") : t("verify")}
      </button>
      {fault && <FaultNotice fault={fault} retry={() => void verify()} />}
      <div role="status">{proof && <Verdict proof={proof} />}</div>
    </div>
  );
}

function Verdict({ proof }: { proof: AccessLogProofQuery["accessLogProof"] }) {
  const t = useLogWords();
  const { moment, number } = useWords();
  const { county } = useSession();
  const { since, until, records, unsealed, brokenAt, fault, head } = proof;
  const unbroken =
    since && until
      ? t("unbroken", {
          since: moment(since, county.timeZone),
          until: moment(until, county.timeZone),
          count: number(records),
        })
      : t("nothingSealed");
  return (
    <div className="log-verdict" data-valid={proof.valid}>
      {fault && brokenAt !== null && (
        <p>
          <strong>{t("broken", { batch: number(brokenAt ?? 0), fault: t(fault) })}</strong>
        </p>
      )}
      <p>{unbroken}</p>
      {proof.valid && unsealed > 0 && (
        <p className="muted small">{t("unsealed", { count: number(unsealed) })}</p>
      )}
      {since && (
        <p className="muted small">
          {t("head")} <code>{head}</code>
        </p>
      )}
    </div>
  );
}
