INSERT INTO role (name, name_zh, name_en) VALUES
  ('admin', '管理员', 'Administrator'),
  ('planner', '网格规划员', 'Planner'),
  ('approver', '审批人', 'Approver'),
  ('analyst', '分析员', 'Analyst'),
  ('dispatcher', '调度员', 'Dispatcher'),
  ('worker1', '一级网格员', 'Grid worker 1'),
  ('worker2', '二级网格员（楼栋长）', 'Grid worker 2 (building)'),
  ('worker3', '三级网格员', 'Grid worker 3'),
  ('patrol', '巡逻员', 'Patrol'),
  ('mediator', '调解员', 'Mediator'),
  ('resident', '居民', 'Resident'),
  ('auditor', '审计员', 'Auditor');
