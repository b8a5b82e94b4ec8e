package service

import (
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service/ententev1"
	"github.com/entente-kg/entente/schema"
)

// actorName adds to a name what its ref tells.
func actorName(a question.Named) *ententev1.ActorName {
	name := &ententev1.ActorName{Ref: string(a.Ref), Type: string(a.Ref.Type()), Name: a.Name}
	if code := a.Ref.ID(); a.Ref.Type() == schema.State && len(code) == 3 {
		name.Iso3 = code // the id of a state is its code, where it has one
	}
	return name
}

func decodeNamed(m protoreflect.Message, into *question.Named) error {
	name := m.Interface().(*ententev1.ActorName)
	*into = question.Named{Ref: schema.Ref(name.GetRef()), Name: name.GetName()}
	return nil
}

func messageType(name protoreflect.FullName) (protoreflect.MessageType, error) {
	return protoregistry.GlobalTypes.FindMessageByName(name)
}
