import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.js";

interface NoticeProps {
  icon: IconName;
  title: string;
  text?: string | undefined;
  children?: ReactNode;
  alert?: boolean;
}

/** Nothing here, no permission, something failed: what, why, and the way out. */
export const Notice = ({ icon, title, text, children, alert }: NoticeProps) => (
  <div className="notice" role={alert ? "alert" : "status"}>
    <span className="notice-icon">
      <Icon name={icon} size={22} />
    </span>
    <strong>{title}</strong>
    {text && <p>{text}</p>}
    {children && <div className="notice-actions">{children}</div>}
  </div>
);
