import { type FormEvent, useState } from "react";
import { DemoSignInDocument, SignInDocument } from "../gql/graphql.js";
import { type MessageKey, useWords } from "../i18n/use-words.js";
import { ask, type Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { ROLE_NAMES } from "./role-names.js";

/** Account and password; on the demonstration county also one labelled button a role. */
export function SignIn() {
  const { t } = useWords();
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const finish = async (work: Promise<{ fault?: Fault | undefined }>) => {
    setBusy(true);
    const { fault } = await work;
    setBusy(false);
    setFault(fault ?? null);
    if (!fault) session.renew();
  };
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    void finish(
      ask(session.connection.client, SignInDocument, {
        login: String(form.get("login")),
        password: String(form.get("password")),
      }),
    );
  };
  return (
    <div className="sign-in">
      <p className="muted">{t("signInText")}</p>
      <form onSubmit={submit}>
        <label className="field">
          <span>{t("login")}</span>
          <input name="login" autoComplete="username" required />
        </label>
        <label className="field">
          <span>{t("password")}</span>
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {fault && (
          <p className="field-fault" role="alert">
            {fault.code === "UNAUTHENTICATED" ? t("signInBad") : fault.message}
          </p>
        )}
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? t("signingIn") : t("signIn")}
        </button>
      </form>
      {session.viewer.demoSignIn && (
        <div className="demo">
          <h3>{t("demoTitle")}</h3>
          <p className="muted">{t("demoText")}</p>
          <div className="demo-roles">
            {ROLE_NAMES.map((role) => (
              <button
                type="button"
                key={role}
                className="button"
                disabled={busy}
                onClick={() =>
                  void finish(ask(session.connection.client, DemoSignInDocument, { role }))
                }
              >
                {t(`role${role}` as MessageKey)}
              </button>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
