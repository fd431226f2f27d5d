import "../styles/today.css";
}
