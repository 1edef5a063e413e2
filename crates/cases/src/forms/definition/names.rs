//! Keys of the texts with which the fixed lists are said.

use super::{Applicant, Assurance, Category, LifeEvent};

impl Category {
    /// Key of its text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Certificates => "cases-category-certificates",
            Self::Children => "cases-category-children",
            Self::Schooling => "cases-category-schooling",
            Self::Health => "cases-category-health",
            Self::Welfare => "cases-category-welfare",
            Self::Housing => "cases-category-housing",
            Self::Community => "cases-category-community",
        }
    }
}

impl LifeEvent {
    /// Key of its text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Birth => "cases-life-birth",
            Self::Parenting => "cases-life-parenting",
            Self::SchoolEntry => "cases-life-school_entry",
            Self::Marriage => "cases-life-marriage",
            Self::Moving => "cases-life-moving",
            Self::House => "cases-life-house",
            Self::Work => "cases-life-work",
            Self::Farming => "cases-life-farming",
            Self::Illness => "cases-life-illness",
            Self::OldAge => "cases-life-old_age",
            Self::Bereavement => "cases-life-bereavement",
            Self::WardLife => "cases-life-ward_life",
        }
    }
}

impl Assurance {
    /// Key of its text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Anyone => "cases-assurance-anyone",
            Self::Account => "cases-assurance-account",
            Self::Identified => "cases-assurance-identified",
            Self::Strong => "cases-assurance-strong",
            Self::InPerson => "cases-assurance-in_person",
        }
    }
}

impl Applicant {
    /// Key of its text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Oneself => "cases-applicant-oneself",
            Self::Household => "cases-applicant-household",
            Self::Mandate => "cases-applicant-mandate",
            Self::Guardian => "cases-applicant-guardian",
            Self::Group => "cases-applicant-group",
            Self::Outsider => "cases-applicant-outsider",
        }
    }
}
