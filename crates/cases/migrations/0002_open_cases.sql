CREATE INDEX cases_case_open ON cases_case (desk, due_on, id) WHERE state <> 'closed';
CREATE INDEX cases_case_open_states ON cases_case (desk, state) WHERE state <> 'closed';
